package org.ikisaki.trace.render;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.eclipse.elk.alg.layered.options.LayeredMetaDataProvider;
import org.eclipse.elk.alg.layered.options.LayeredOptions;
import org.eclipse.elk.core.RecursiveGraphLayoutEngine;
import org.eclipse.elk.core.data.LayoutMetaDataService;
import org.eclipse.elk.core.math.ElkPadding;
import org.eclipse.elk.core.math.KVector;
import org.eclipse.elk.core.options.CoreOptions;
import org.eclipse.elk.core.options.Direction;
import org.eclipse.elk.core.options.EdgeRouting;
import org.eclipse.elk.core.options.HierarchyHandling;
import org.eclipse.elk.core.options.SizeConstraint;
import org.eclipse.elk.core.util.BasicProgressMonitor;
import org.eclipse.elk.graph.ElkEdge;
import org.eclipse.elk.graph.ElkNode;
import org.eclipse.elk.graph.util.ElkGraphUtil;
import org.ikisaki.wire.IpAddress;

/**
 * Finds room for routers, inside boxes for their networks, and ways for the links between them
 * (Eclipse Layout Kernel, layered, left to right). Confined to one thread.
 */
final class GraphLayout {
  static final double NODE_HEIGHT = 34;

  private static final double CHARACTER_WIDTH = 6.4;
  private static final double BOLD = 1.12;
  private static final double PADDING = 14;
  private static final double HEADING = 26;

  private final ElkNode root = ElkGraphUtil.createGraph();
  private final Map<String, ElkNode> groups = new LinkedHashMap<>();
  private final Map<IpAddress, ElkNode> nodes = new HashMap<>();
  private final Map<Network.Link, ElkEdge> edges = new LinkedHashMap<>();

  private GraphLayout() {}

  static GraphLayout of(Network network) {
    GraphLayout layout = new GraphLayout();
    network.nodes().values().forEach(layout::add);
    network.links().keySet().forEach(layout::add);
    layout.run();
    return layout;
  }

  ElkNode root() {
    return root;
  }

  Map<String, ElkNode> groups() {
    return groups;
  }

  ElkNode node(IpAddress address) {
    return Objects.requireNonNull(nodes.get(address));
  }

  Map<Network.Link, ElkEdge> edges() {
    return edges;
  }

  private void add(Network.Node node) {
    ElkNode group = groups.computeIfAbsent(node.group(), this::group);
    ElkNode box = ElkGraphUtil.createNode(group);
    box.setDimensions(width(GraphSvg.heading(node), GraphSvg.detail(node)), NODE_HEIGHT);
    nodes.put(node.router().address(), box);
  }

  private ElkNode group(String name) {
    ElkNode group = ElkGraphUtil.createNode(root);
    group.setProperty(CoreOptions.PADDING, new ElkPadding(HEADING, PADDING, PADDING, PADDING));
    group.setProperty(CoreOptions.NODE_SIZE_CONSTRAINTS, SizeConstraint.minimumSizeWithPorts());
    group.setProperty(CoreOptions.NODE_SIZE_MINIMUM, new KVector(width(name) * BOLD, 0));
    return group;
  }

  private static double width(String... lines) {
    double width = 0;
    for (String line : lines) {
      width = Math.max(width, line.length() * CHARACTER_WIDTH);
    }
    return width + PADDING;
  }

  private void add(Network.Link link) {
    edges.put(link, ElkGraphUtil.createSimpleEdge(node(link.from()), node(link.to())));
  }

  private void run() {
    LayoutMetaDataService.getInstance()
        .registerLayoutMetaDataProviders(new LayeredMetaDataProvider());
    root.setProperty(CoreOptions.ALGORITHM, LayeredOptions.ALGORITHM_ID);
    root.setProperty(CoreOptions.DIRECTION, Direction.RIGHT);
    root.setProperty(CoreOptions.HIERARCHY_HANDLING, HierarchyHandling.INCLUDE_CHILDREN);
    root.setProperty(CoreOptions.EDGE_ROUTING, EdgeRouting.POLYLINE);
    root.setProperty(CoreOptions.RANDOM_SEED, 1);
    root.setProperty(LayeredOptions.SPACING_NODE_NODE_BETWEEN_LAYERS, 60d);
    new RecursiveGraphLayoutEngine().layout(root, new BasicProgressMonitor());
  }
}
